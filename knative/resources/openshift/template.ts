/** An OpenShift Template: objects whose texts name parameters, for which `oc process` writes values. */
export interface Template {
  readonly apiVersion: 'template.openshift.io/v1';
  readonly kind: 'Template';
  readonly metadata: {readonly name: string; readonly annotations: {readonly description: string}};
  /** What every object gets as labels. */
  readonly labels: Readonly<Record<string, string>>;
  readonly parameters: readonly Parameter[];
  /** Without a namespace: it is that of `oc apply`. */
  readonly objects: readonly object[];
}

/** A name that stands in texts as `${NAME}`. */
export interface Parameter {
  readonly name: string;
  readonly description: string;
  /** The default. */
  readonly value?: string;
  /** Where set, processing fails without a value. */
  readonly required?: true;
}

/** What the Go puller's templates and their objects are called; its Deployment selects its pods by this label alone. */
export const app = 'kubernetes-image-puller';
export const appLabel = {app} as const;

/** Builds a template. */
export function buildTemplate(
  name: string,
  description: string,
  parameters: readonly Parameter[],
  objects: readonly object[],
): Template {
  return {
    apiVersion: 'template.openshift.io/v1',
    kind: 'Template',
    metadata: {name, annotations: {description}},
    labels: appLabel,
    parameters,
    objects,
  };
}

/** How a text refers to a parameter. */
export const refer = ({name}: Parameter): string => `\${${name}}`;

/** The same object in no namespace, and its subjects in that of the RoleBinding. */
export const leaveOutNamespace = (object: object): object =>
  JSON.parse(JSON.stringify(object, (key, value) => (key === 'namespace' && value === '' ? undefined : value)));
