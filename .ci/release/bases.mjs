/** Arguments of the Dockerfile that name images it begins with. */
const names = ['BUILDER', 'BASE'];

/**
 * Names the images that a Dockerfile begins with by digest, as `docker build` takes arguments, so that both images of a
 * release, on every platform, begin with the same.
 *
 * @param {string} dockerfile - its text
 * @param {(image: string) => string} findDigest - what a tag means now
 * @returns {string[]} such as `BASE=registry.example/node:24@sha256:...`
 */
export function pinBases(dockerfile, findDigest) {
  const images = names.map(name => {
    const image = new RegExp(`^ARG ${name}=(\\S+)$`, 'm').exec(dockerfile)?.[1];
    if (image === undefined) throw new Error(`the Dockerfile has no line ARG ${name}=IMAGE`);
    return [name, image];
  });
  return images.map(([name, image]) => `${name}=${image}@${findDigest(image)}`);
}
