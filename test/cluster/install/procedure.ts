/** Installing without Helm, as commands for a shell in a checkout. The order is that of the keys. */
export const install = {
  render:
    'npm run --silent render -w knative -- --out mine --mode standalone --namespace images --functions-image registry.example.com/functions:0.1.0 --sleep-image registry.example.com/sleep:0.1.0',
  apply: 'kubectl apply -f mine/standalone.yaml',
  untilUp: 'kubectl rollout status deployment/image-puller -n images --timeout=5m',
} as const;

/** The same into a namespace that is there, and out of it again: it stays, with whatever else is in it. */
export const beside = {
  apply: "kubectl apply -f mine/standalone.yaml -l 'app.kubernetes.io/component!=namespace'",
  remove: "kubectl delete -f mine/standalone.yaml -l 'app.kubernetes.io/component!=namespace'",
} as const;

/** A puller, and its story. */
export const makePuller = {
  create:
    "kubectl create configmap my-images -n images --from-literal IMAGES='che-code=quay.io/che-incubator/che-code:next'",
  label: 'kubectl label configmap my-images -n images kubernetes-image-puller/config=true',
  describe: 'kubectl describe configmap my-images -n images',
} as const;

/** After which nothing is left. */
export const remove = {
  puller: 'kubectl delete configmap my-images -n images',
  installation: 'kubectl delete -f mine/standalone.yaml',
} as const;
