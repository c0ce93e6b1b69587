/**
 * Makes a version the next release: wherever the repository says its version, and as a heading of the changelog.
 *
 * @param {string} version - such as 1.2.3
 * @param {string} date - such as 2026-01-31
 * @param {(file: string) => string} read - the text of a file, by its path in the repository
 * @returns {[string, string][]} the files that say it, with their new texts
 * @throws where a file does not say its version as expected
 */
export function setVersion(version, date, read) {
  const {workspaces} = JSON.parse(read('package.json'));
  const replace = (file, ...lines) => [
    file,
    lines.reduce((text, [line, after]) => {
      if (!line.test(text)) throw new Error(`${file} has no line like ${line}`);
      return text.replace(line, after);
    }, read(file)),
  ];
  return [
    ...['package.json', ...workspaces.map(folder => `${folder}/package.json`)].map(file => {
      const [, text] = replace(file, [/^( {2}"version": ")[^"]+/m, `$1${version}`]);
      return [file, text.replace(/^( {4}"@image-puller\/[a-z-]+": ")[^"]+/gm, `$1${version}`)];
    }),
    ['package-lock.json', setLocked(JSON.parse(read('package-lock.json')), version, workspaces)],
    replace('shared/release/index.ts', [/^const version = '[^']+'/m, `const version = '${version}'`]),
    replace(
      'knative/helm/Chart.yaml',
      [/^version: .*$/m, `version: ${version}`],
      [/^appVersion: .*$/m, `appVersion: ${version}`],
    ),
    replace('CHANGELOG.md', [/^## \[Unreleased\]$/m, `## [Unreleased]\n\n## [${version}] - ${date}`]),
  ];
}

/** The lockfile as npm writes it, with what it repeats of the workspaces' own package.json. */
function setLocked(lock, version, workspaces) {
  lock.version = version;
  for (const folder of ['', ...workspaces]) {
    const entry = lock.packages[folder];
    entry.version = version;
    for (const name of Object.keys(entry.dependencies ?? {}))
      if (name.startsWith('@image-puller/')) entry.dependencies[name] = version;
  }
  return `${JSON.stringify(lock, undefined, 2)}\n`;
}
