import {mkdir} from 'node:fs/promises';
import {join} from 'node:path';

/** A number that is nobody else's as long as its directory is there. */
export interface ClaimedNumber {
  readonly number: number;
  /** The directory; whoever takes it away gives the number back. */
  readonly claim: string;
}

/**
 * Claims a number from 0 to 255: of a network, say. A directory can be made once: who made it has the number.
 *
 * @param claims the directory in which all who claim agree, also in several processes
 */
export async function claimNumber(claims: string): Promise<ClaimedNumber> {
  await mkdir(claims, {recursive: true});
  for (let number = 0; number < 256; number++) {
    const claim = join(claims, String(number));
    if (await makeNew(claim)) return {number, claim};
  }
  throw new Error(`all 256 numbers are taken: ${claims}`);
}

async function makeNew(directory: string): Promise<boolean> {
  try {
    await mkdir(directory);
    return true;
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'EEXIST') return false;
    throw error;
  }
}
