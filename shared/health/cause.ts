import {toOneLine} from '../text/index.ts';

/** Of a reason, in characters: it stands in Events, on a page, in a terminal. */
const reasonLength = 300;

/** Texts by which a cause is known, and the few words for it; a function makes them of what was found. */
type Pattern = readonly [RegExp, string | ((found: RegExpExecArray) => string)];

/**
 * Why an image can't be pulled or started, by the words of containerd, CRI-O, registries, Go's network library and the
 * kubelet. The first that fits: what says more comes before what says less.
 */
const patterns: readonly Pattern[] = [
  [
    /\bno match for platform\b|\bno matching manifest for\b|\bno image found in .*for architecture\b/i,
    'no build for this platform',
  ],
  [/\bexec format error\b/, 'built for another platform: exec format error'],
  [/\bcontainer has runAsNonRoot and image (?:will run as root|has non-numeric user)/, ([words]) => words],
  [/\btoomanyrequests\b|\b429 Too Many Requests\b/i, '429 too many requests'],
  [
    /\bunexpected status(?: code)?[^\n]*?\b([45]\d\d)(?:[ :]+([A-Z][A-Za-z' -]{2,40}))?/,
    ([, code, words]) => [code, words?.trim()].filter(Boolean).join(' '),
  ],
  [/\breceived unexpected HTTP status: ([45]\d\d[A-Za-z ]*)/, ([, status = '']) => status.trim()],
  [/\bno such host\b/, 'no such host'],
  [/\bserver misbehaving\b/, 'the DNS server reports an error'],
  [/\bconnection refused\b/, 'connection refused'],
  [/\bno route to host\b/, 'no route to host'],
  [/\bnetwork is unreachable\b/, 'network is unreachable'],
  [/\bconnection reset by peer\b/, 'connection reset by peer'],
  [/\bserver gave HTTP response to HTTPS client\b/, 'the registry speaks HTTP, not HTTPS'],
  [/\b(?:x509|tls): [^:"]{3,80}/, ([words]) => words],
  [/\bno space left on device\b/, 'no space left on device'],
  [/\bpull access denied\b|\binsufficient_scope\b|\brequested access to the resource is denied\b/, 'access denied'],
  [
    /\bno basic auth credentials\b|\bauthentication required\b|\bauthorization failed\b|\bunauthorized\b/i,
    '401 Unauthorized',
  ],
  [/\bmanifest unknown\b|\bname unknown\b|\brepository [^ ]+ not found\b|: not found\b/i, 'not found'],
  [
    /\bi\/o timeout\b|\bcontext deadline exceeded\b|\bClient\.Timeout exceeded\b|\bTLS handshake timeout\b/,
    'no answer in time',
  ],
  [/\bpull QPS exceeded\b/, "the kubelet's own limit: pull QPS exceeded"],
  [/\bunexpected EOF\b|: EOF\b/, 'the connection ended early'],
  [/\bcontainer init was OOM-killed\b|\bmemory limit too low\b|\bOOMKilled\b/, 'too little memory to start'],
];

/** Causes that lie in an image, or in how it is started, whichever registry has it. */
const imagesOwn =
  /^(?:no build for this platform|built for another platform|container has runAsNonRoot|too little memory)\b/;

/** Is that reason (see `describeReason`) the fault of an image alone? */
export const isImagesOwn = (reason: string | undefined): boolean => imagesOwn.test(reason ?? '');

/** Of a text that is searched, in characters: what is longer is nobody's message. */
const searchedLength = 8192;

/** The cause in a few words; undefined where it is not known. */
function findCause(words: string): string | undefined {
  const searched = words.slice(0, searchedLength);
  for (const [pattern, cause] of patterns) {
    const found = pattern.exec(searched);
    if (found !== null) return toOneLine(typeof cause === 'string' ? cause : cause(found), 100);
  }
  return undefined;
}

/**
 * One line of at most 300 characters, the cause first, so that no window cuts it off: `401 Unauthorized: ErrImagePull: failed
 * to pull ...`. The words are a registry's, or anyone's.
 *
 * @param reason Kubernetes' word, such as `ErrImagePull`
 */
export function describeReason(reason: string, message: string | undefined): string {
  const words = message === undefined ? reason : `${reason}: ${message}`;
  const cause = findCause(words);
  const isFirst = cause === undefined || toOneLine(message ?? '').startsWith(cause) || words.startsWith(cause);
  return toOneLine(isFirst ? words : `${cause}: ${words}`, reasonLength);
}
