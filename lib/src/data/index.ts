export type { Bead } from './bead-scene';
export { dilutionSeries, microbeadScenes, syntheticMicrobeads } from './synthetic';
export type { MicrobeadOptions, MicrobeadScene } from './synthetic';
