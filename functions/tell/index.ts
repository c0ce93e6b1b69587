export {tell} from './teller.ts';
export {tellUnpublished} from './unpublished.ts';
