/**
 * How long a node may take for anything, in milliseconds: the kubelet itself waits 10 s, then 20, then 40, before it tries
 * an image again, and on a busy machine everything takes ten times as long as on one that is idle.
 */
export const patience = 120_000;
