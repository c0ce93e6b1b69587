export {type ImageReference, parseImageReference} from './image-reference.ts';
export {compareQuantities, formatQuantity, parseQuantity, type Quantity, type QuantityFormat} from './quantity.ts';
