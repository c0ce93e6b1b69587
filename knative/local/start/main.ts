import {exitWith, run} from './run.ts';

exitWith(process, await run(process));
