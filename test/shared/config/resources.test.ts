import test from 'ava';
import {holds, plain, readLines, rejected} from './reading.ts';

const {requests, limits} = plain.resources;
const memory = 'write bytes such as 20Mi or 20971520';
const cpu = 'write cores or millicores such as .2 or 200m';

test('CACHING_MEMORY_REQUEST and _LIMIT: quantities are kept as written', t => {
  t.deepEqual(
    readLines({CACHING_MEMORY_REQUEST: '1Mi\n', CACHING_MEMORY_LIMIT: ' 5000k'}),
    holds({resources: {requests: {...requests, memory: '1Mi'}, limits: {...limits, memory: '5000k'}}}),
  );
});

test('CACHING_CPU_REQUEST and _LIMIT: quantities are kept as written', t => {
  t.deepEqual(
    readLines({CACHING_CPU_REQUEST: '.1', CACHING_CPU_LIMIT: '100m'}),
    holds({resources: {requests: {...requests, cpu: '.1'}, limits: {...limits, cpu: '100m'}}}),
  );
  t.deepEqual(
    readLines({CACHING_CPU_REQUEST: '0', CACHING_CPU_LIMIT: '1e0'}),
    holds({resources: {requests: {...requests, cpu: '0'}, limits: {...limits, cpu: '1e0'}}}),
  );
});

test('what is no quantity, or negative, rejects the configuration', t => {
  t.deepEqual(
    readLines({
      CACHING_MEMORY_REQUEST: '10MB',
      CACHING_MEMORY_LIMIT: '-20Mi',
      CACHING_CPU_REQUEST: 'half',
      CACHING_CPU_LIMIT: '1,5',
    }),
    rejected([
      `CACHING_MEMORY_REQUEST: "10MB" is not a quantity; ${memory}`,
      `CACHING_CPU_REQUEST: "half" is not a quantity; ${cpu}`,
      `CACHING_MEMORY_LIMIT: "-20Mi" is negative; ${memory}`,
      `CACHING_CPU_LIMIT: "1,5" is not a quantity; ${cpu}`,
    ]),
  );
});

test('a request over its limit, both written, rejects the configuration and names both', t => {
  t.deepEqual(
    readLines({
      CACHING_MEMORY_REQUEST: '50Mi',
      CACHING_MEMORY_LIMIT: '50M',
      CACHING_CPU_REQUEST: '.21',
      CACHING_CPU_LIMIT: '200m',
    }),
    rejected([
      'CACHING_MEMORY_REQUEST: "50Mi" is over the CACHING_MEMORY_LIMIT of "50M"; write a request that is at most CACHING_MEMORY_LIMIT',
      'CACHING_CPU_REQUEST: ".21" is over the CACHING_CPU_LIMIT of "200m"; write a request that is at most CACHING_CPU_LIMIT',
    ]),
  );
});

test('where only the limit is written, the default request gives way', t => {
  t.deepEqual(
    readLines({CACHING_MEMORY_LIMIT: '5Mi', CACHING_CPU_LIMIT: '0'}),
    holds({resources: {requests: {memory: '5Mi', cpu: '0'}, limits: {memory: '5Mi', cpu: '0'}}}),
  );
});

test('where only the request is written, the default limit gives way', t => {
  t.deepEqual(
    readLines({CACHING_MEMORY_REQUEST: '50Mi', CACHING_CPU_REQUEST: '1'}),
    holds({resources: {requests: {memory: '50Mi', cpu: '1'}, limits: {memory: '50Mi', cpu: '1'}}}),
  );
});

test('memory that no container could start with, or in parts of a byte, is kept with a warning', t => {
  t.deepEqual(
    readLines({CACHING_MEMORY_REQUEST: '100m\n', CACHING_MEMORY_LIMIT: ' 20\n'}),
    holds({resources: {requests: {...requests, memory: '100m'}, limits: {...limits, memory: '20'}}}, [
      `CACHING_MEMORY_REQUEST: "100m" is not a whole number of bytes; ${memory}`,
      `CACHING_MEMORY_LIMIT: "20" is less than 1Mi, too little for a container to start; ${memory}`,
    ]),
  );
});
