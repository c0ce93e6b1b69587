/** As Semantic Versioning has it, without the `+` of a build, which no tag of an image can have. */
const pattern = /^\d+\.\d+\.\d+(?:-[0-9A-Za-z.-]+)?$/;

/** Can a release be called so? */
export const isVersion = text => pattern.test(text);

/**
 * Looks whether a tag is the version that everything in the repository says.
 *
 * @param {{tag: string, manifest: string, chart: string, changelog: string}} files - a git tag, and the texts of
 *   package.json, Chart.yaml and CHANGELOG.md
 * @returns {{version: string, notes: string} | {problems: string[]}} the section of the changelog with the version
 */
export function readVersion({tag, manifest, chart, changelog}) {
  const version = tag.slice(1);
  if (!tag.startsWith('v') || !isVersion(version))
    return {problems: [`tag ${tag}: write v and a version, such as v1.2.3`]};
  const said = [
    ['package.json', JSON.parse(manifest).version],
    ...['version', 'appVersion'].map(key => [`${key} in knative/helm/Chart.yaml`, readField(chart, key)]),
  ];
  const section = findSection(changelog, version);
  const unreleased = findSection(changelog, undefined);
  const problems = [
    ...said.flatMap(([place, found]) => (found === version ? [] : [`tag ${tag}: ${place} is ${found ?? 'missing'}`])),
    ...(section?.notes ? [] : [`tag ${tag}: CHANGELOG.md tells nothing under "## [${version}] - YYYY-MM-DD"`]),
    ...(unreleased?.notes ? [`tag ${tag}: CHANGELOG.md still has something under "## [Unreleased]"`] : []),
  ];
  return problems.length > 0 ? {problems} : {version, notes: section.notes};
}

/** A field at the top of a YAML file, which is a plain text there. */
const readField = (yaml, key) => new RegExp(`^${key}: *['"]?([^'"\\s]+)['"]? *$`, 'm').exec(yaml)?.[1];

/** What the changelog tells of a version, with its date; of what is not released yet for no version. */
function findSection(changelog, version) {
  const sections = changelog.split(/^(?=## )/m).map(section => {
    const [heading, ...lines] = section.split('\n');
    return {heading, notes: lines.join('\n').trim()};
  });
  return sections.find(({heading}) => {
    if (version === undefined) return heading.trim() === '## [Unreleased]';
    return heading.startsWith(`## [${version}] - `) && /\] - \d{4}-\d\d-\d\d$/.test(heading.trim());
  });
}
