export {type FieldRequirement, matchesFields, parseFieldSelector} from './field-selector.ts';
export {matchesRequirements, matchesSelector, parseLabelSelector, type Requirement} from './label-selector.ts';
