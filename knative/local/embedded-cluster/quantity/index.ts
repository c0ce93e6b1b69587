export {formatQuantity, parseQuantity, quantityRule, roundUpToMilli} from './quantity.ts';
