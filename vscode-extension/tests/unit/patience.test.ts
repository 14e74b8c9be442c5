import assert from "node:assert/strict";
import { test } from "node:test";
import { Patience } from "../../src/patience";

test("each start in a row waits twice as long, until it is hopeless", () => {
  const patience = new Patience();
  const delays = [0, 1, 2, 3, 4, 5].map((second) => patience.ended(second * 1000));
  assert.deepEqual(delays, [500, 1000, 2000, 4000, 8000, undefined]);
});

test("a server that ends now and then is always started again", () => {
  const patience = new Patience();
  for (let hour = 0; hour < 20; hour++) assert.equal(patience.ended(hour * 3_600_000), 500);
});

test("who asks for a new start gets one", () => {
  const patience = new Patience();
  for (let time = 0; time < 6; time++) patience.ended(time);
  patience.renew();
  assert.equal(patience.ended(7), 500);
});
