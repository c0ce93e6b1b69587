import {dnsSubdomain} from '../../formats/index.ts';
import {accept, refuse} from '../key.ts';
import {quote} from '../quote.ts';
import type {Parsed} from '../types.ts';

/** The name of a Kubernetes object: a DNS subdomain, anything else rejects. */
export function parseName(written: string): Parsed<string> {
  const text = written.trim();
  if (dnsSubdomain.matches(text)) return accept(text);
  return refuse(`${quote(text)} is not ${dnsSubdomain.called}`, dnsSubdomain.allowed);
}

/** The same, or nothing where nothing is written. */
export const parseOptionalName = (text: string): Parsed<string | undefined> =>
  text === '' ? accept(undefined) : parseName(text);
