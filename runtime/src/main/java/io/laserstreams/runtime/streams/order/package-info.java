/**
 * Order between the topics of a task: a record of one topic, the dependent one, is processed after
 * everything that the others, its prerequisites, had on the broker before it was sent.
 *
 * <p>Kafka Streams processes the record with the smallest timestamp among those that it has
 * fetched. It knows only as of the last fetch what is on the broker and has not been fetched, and
 * does not see a record that waits behind one with a later timestamp. This package closes both
 * gaps: {@link io.laserstreams.runtime.streams.order.ReadAhead} returns a dependent record only
 * after its prerequisites have been read as far as the broker had them when it arrived, and {@link
 * io.laserstreams.runtime.streams.order.PendingPrerequisites} gives it a timestamp by which Kafka
 * Streams processes them first.
 */
package io.laserstreams.runtime.streams.order;
