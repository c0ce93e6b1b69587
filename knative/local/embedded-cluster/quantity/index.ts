export {formatQuantity, parseQuantity, type Quantity, quantityRule, roundUpToMilli} from './quantity.ts';
