export {matchesFields, parseFieldSelector} from './field-selector.ts';
export {matchesRequirements, matchesSelector, parseLabelSelector} from './label-selector.ts';
