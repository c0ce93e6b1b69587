import {main} from './runtime/serve/index.ts';

// The Functions Framework and Express put messages and stacks into answers unless this says production.
process.env.NODE_ENV = 'production';

await main(process, () => new Date());
