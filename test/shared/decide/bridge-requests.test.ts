import {buildDaemonSet} from '@image-puller/shared/daemonset';
import {decideBridgeRequests} from '@image-puller/shared/decide';
import {buildBridge, type Requests} from '@image-puller/shared/lanes';
import {annotations} from '@image-puller/shared/names';
import test from 'ava';
import {buildInputs, live} from '../samples.ts';

const written = new Date('2026-01-01T00:00:00Z');
const later = (seconds: number) => new Date(written.getTime() + seconds * 1000);

const inputs = buildInputs({IMAGES: 'a=registry.test/a:1'});
const build = (requests: Requests) => {
  const {config} = inputs;
  return buildDaemonSet({...inputs, lane: buildBridge(config, config.images, requests)});
};

/** A bridge with as many pods, of which the controller has seen that generation. */
function bridge(requests: Requests, wanted: number, made: number, observedGeneration = 1) {
  const built = live(build(requests));
  const metadata = {...built.metadata, annotations: {[annotations.specWrittenAt]: written.toISOString()}};
  const counts = {desiredNumberScheduled: wanted, currentNumberScheduled: made, numberMisscheduled: 0, numberReady: 0};
  return {...built, metadata, status: {observedGeneration, ...counts}};
}

test('a bridge asks for little; one of which no pod is let in within seconds asks for what main asks for', t => {
  t.is(decideBridgeRequests(undefined, later(0)), 'little');
  t.is(decideBridgeRequests(bridge('little', 3, 0), later(4)), 'little', 'its controller may be about to');
  t.is(decideBridgeRequests(bridge('little', 3, 0), later(5)), 'configured');
  t.is(decideBridgeRequests(bridge('little', 0, 0, 0), later(5)), 'configured', 'its controller writes no status');
});

test('a bridge of which one pod is let in, or that no node wants, goes on asking for little', t => {
  t.is(decideBridgeRequests(bridge('little', 3, 1), later(60)), 'little');
  t.is(decideBridgeRequests(bridge('little', 0, 0), later(60)), 'little');
});

test('a bridge that asks for what main asks for stays so', t => {
  t.is(decideBridgeRequests(bridge('configured', 3, 3), later(1)), 'configured');
});

test('a time that was spoilt is no reason to change anything', t => {
  const spoilt = bridge('little', 3, 0);
  const metadata = {...spoilt.metadata, annotations: {[annotations.specWrittenAt]: 'yesterday'}};
  t.is(decideBridgeRequests({...spoilt, metadata}, later(60)), 'little');
});

test('the two differ in what is requested alone', t => {
  const [little, configured] = [build('little'), build('configured')].map(({spec}) => spec?.template.spec?.containers);
  t.deepEqual(little?.[0]?.resources, {
    limits: {...inputs.config.resources.limits},
    requests: {cpu: '1m', memory: '1Mi'},
  });
  t.deepEqual(configured?.[0]?.resources, inputs.config.resources);
});
