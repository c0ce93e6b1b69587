export {ingressClass, startIngress} from './ingress.ts';
