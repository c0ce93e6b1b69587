export {buildFunctionsImage} from './functions-image.ts';
export {addLayer, buildImage, buildIndex, compressImage, type Image, type ImageIndex} from './image.ts';
export {writeLayout} from './layout.ts';
export {buildFileImage, buildSleepImage} from './samples.ts';
export {buildTar, type LayerFile} from './tar.ts';
