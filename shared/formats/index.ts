/** A syntax that Kubernetes demands of a name, with its words for messages. */
export interface Format {
  /** With its article: `a DNS label`. */
  readonly called: string;
  readonly matches: (text: string) => boolean;
  /** What would be right, beginning with a verb. */
  readonly allowed: string;
}

// The rules and lengths are those of k8s.io/apimachinery, pkg/util/validation and pkg/api/validate/content (v0.36).

/** Of an object's name, in characters (DNS1123SubdomainMaxLength). */
export const objectNameLength = 253;

/** Of a label's value, in characters (LabelValueMaxLength); a DNS label and the name in a label's key have no more either. */
export const labelValueLength = 63;

const label = /^[a-z0-9](?:[-a-z0-9]*[a-z0-9])?$/;
const subdomain = /^[a-z0-9](?:[-a-z0-9]*[a-z0-9])?(?:\.[a-z0-9](?:[-a-z0-9]*[a-z0-9])?)*$/;
const labelName = /^[A-Za-z0-9](?:[-A-Za-z0-9_.]*[A-Za-z0-9])?$/;

/** RFC 1123 label: containers, namespaces. */
export const dnsLabel: Format = {
  called: 'a DNS label',
  matches: text => text.length <= labelValueLength && label.test(text),
  allowed: 'write at most 63 lower-case letters, digits and "-", a letter or digit at both ends',
};

/** RFC 1123 subdomain: most object names. */
export const dnsSubdomain: Format = {
  called: 'a DNS subdomain',
  matches: text => text.length <= objectNameLength && subdomain.test(text),
  allowed: 'write at most 253 lower-case letters, digits, "-" and ".", a letter or digit at both ends of each part',
};

/** A label's key: a name, or a DNS subdomain, `/` and a name. */
export const labelKey: Format = {
  called: 'a label key',
  matches: isLabelKey,
  allowed:
    'write a key such as disk or example.com/disk: at most 63 letters, digits, "-", "_" and "." after the prefix',
};

/** An annotation's key: a label's, in which capitals may stand in the prefix too. */
export const annotationKey: Format = {
  called: 'an annotation key',
  matches: text => isLabelKey(text.toLowerCase()),
  allowed: labelKey.allowed,
};

/** A label's value; may be empty. */
export const labelValue: Format = {
  called: 'a label value',
  matches: text => text === '' || (text.length <= labelValueLength && labelName.test(text)),
  allowed: 'write at most 63 letters, digits, "-", "_" and ".", a letter or digit at both ends',
};

function isLabelKey(text: string): boolean {
  const slash = text.indexOf('/');
  const name = text.slice(slash + 1);
  const prefixFits = slash === -1 || dnsSubdomain.matches(text.slice(0, slash));
  return prefixFits && name.length <= labelValueLength && labelName.test(name);
}
