export {type ImageReference, parseImageReference} from './image-reference.ts';
export {annotationKey, dnsLabel, dnsSubdomain, type Format, labelKey, labelValue} from './kubernetes-names.ts';
export {compareQuantities, formatQuantity, parseQuantity, type Quantity, type QuantityFormat} from './quantity.ts';
