/** Every way in which a TypeScript source can name another module, by what it is called. */
export const forms = {
  import: name => `import x from '${name}';\nexport const y = x;\n`,
  'import in parts': name => `import {x} from "${name}";\nexport const y = x;\n`,
  'import type': name => `import type {X} from '${name}';\nexport type Y = X;\n`,
  'import of a type': name => `import {type X} from '${name}';\nexport type Y = X;\n`,
  'import for its effects': name => `import '${name}';\n`,
  'import of everything': name => `import * as x from '${name}';\nexport const y = x.y;\n`,
  'export from': name => `export {x} from '${name}';\n`,
  'export type from': name => `export type {X} from '${name}';\n`,
  'export of everything': name => `export * from '${name}';\n`,
  'dynamic import': name => `export const y = await import('${name}');\n`,
  'dynamic import of a template': name => `export const y = await import(\`${name}\`);\n`,
  'dynamic import with options': name => `export const y = await import(\n  '${name}',\n  {with: {}},\n);\n`,
  'type of an import': name => `export type Y = import('${name}').X;\n`,
  'typeof an import': name => `export type Y = typeof import('${name}');\n`,
  require: name => `export const y = require('${name}');\n`,
  'import of a require': name => `import x = require('${name}');\nexport const y = x;\n`,
} as const satisfies Record<string, (name: string) => string>;

/** The two that other rules forbid everywhere, so that there is no legal counterpart. */
export const commonJs: ReadonlySet<string> = new Set(['require', 'import of a require']);
