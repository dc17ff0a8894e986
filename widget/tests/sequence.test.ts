import { expect, test } from "vitest";
import { EventSequence } from "../src/generation/sequence.js";
import { event } from "./fakes.js";

const numbers = (sequence: EventSequence, ...seqs: number[]): number[] =>
  seqs.flatMap((seq) => sequence.take(event(seq, "step"))).map(({ seq }) => seq);

test("events are handed out in order however they arrive", () => {
  expect(numbers(new EventSequence(), 3, 1, 2, 5, 4)).toEqual([1, 2, 3, 4, 5]);
});

test("an event that comes twice is handed out once", () => {
  const sequence = new EventSequence();
  expect(numbers(sequence, 1, 1, 2, 1, 2, 3)).toEqual([1, 2, 3]);
  expect(sequence.hasGap).toBe(false);
});

test("an event that waits for a missing one comes twice without harm", () => {
  expect(numbers(new EventSequence(), 2, 2, 1)).toEqual([1, 2]);
});

test("what was handed out last is what a reconnect asks for", () => {
  const sequence = new EventSequence();
  numbers(sequence, 1, 2, 4);
  expect(sequence.last).toBe(2);
  expect(sequence.hasGap).toBe(true);
  numbers(sequence, 3);
  expect(sequence.last).toBe(4);
  expect(sequence.hasGap).toBe(false);
});
