import type {Image, ImageIndex} from '../images/index.ts';

type Blob = Image['config'];

/** Writes an image into a registry under a tag, which moves there if it was another's. */
export async function pushImage(url: string, name: string, tag: string, image: Image | ImageIndex): Promise<void> {
  const images = 'images' in image ? image.images : [image];
  for (const {config, layers, manifest} of images) {
    for (const blob of [config, ...layers]) await pushBlob(url, name, blob);
    await pushManifest(url, name, manifest.digest, manifest);
  }
  await pushManifest(url, name, tag, image.manifest);
}

async function pushBlob(url: string, name: string, {digest, content}: Blob): Promise<void> {
  const begun = await send('POST', `${url}/v2/${name}/blobs/uploads/`);
  const location = new URL(begun.headers.get('location') ?? '', url);
  location.searchParams.set('digest', digest);
  await send('PUT', location.href, {'content-type': 'application/octet-stream'}, content);
}

const pushManifest = (url: string, name: string, reference: string, {mediaType, content}: Blob): Promise<Response> =>
  send('PUT', `${url}/v2/${name}/manifests/${reference}`, {'content-type': mediaType}, content);

async function send(method: string, url: string, headers = {}, content?: Buffer): Promise<Response> {
  const body = content === undefined ? null : new Uint8Array(content);
  const response = await fetch(url, {method, headers, body});
  if (!response.ok) throw new Error(`${method} ${url}: ${response.status} ${await response.text()}`);
  await response.body?.cancel();
  return response;
}
