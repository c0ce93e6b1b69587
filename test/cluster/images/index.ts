export {buildImage, buildIndex, type Image, type ImageIndex} from './image.ts';
export {buildFileImage, buildSleepImage} from './samples.ts';
