export {parseOverrides} from './ce-overrides.ts';
export {createPublisher, type PublisherOptions} from './publisher.ts';
