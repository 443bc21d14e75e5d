/**
 * Order between the topics of a task: a record of one topic, the dependent one, is processed after
 * everything that the others, its prerequisites, had on the broker before it was sent.
 *
 * <p>Kafka Streams takes the record with the smallest time among those that it has fetched. What is
 * on the broker and has not been fetched it knows only as of the last fetch, and a record that
 * waits behind one with a later time it does not see. Both are closed here: {@link
 * io.laserstreams.runtime.streams.order.ReadAhead} hands on a dependent record only after its
 * prerequisites have been read as far as the broker had them when it arrived, and {@link
 * io.laserstreams.runtime.streams.order.PendingPrerequisites} gives it a time by which Kafka
 * Streams takes them first.
 */
package io.laserstreams.runtime.streams.order;
