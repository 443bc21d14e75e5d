package io.laserstreams.runtime.deadletter;

import java.util.Map;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.errors.RetriableException;
import org.apache.kafka.streams.errors.ErrorHandlerContext;
import org.apache.kafka.streams.errors.ProductionExceptionHandler;

/**
 * An output that {@link io.laserstreams.runtime.streams.SizeLimit} refuses, or under at-least-once
 * the broker, becomes a dead letter about its source record and the stream continues; any other
 * failure to write fails the thread. Inside a transaction a broker's refusal does not arrive here
 * in a usable way, which is why the size is checked before and the topics' limits at start.
 */
public final class UnwritableRecordHandler implements ProductionExceptionHandler {
  @SuppressWarnings("NullAway.Init") // by configure, before any record
  private HandlerContext handlers;

  @Override
  public void configure(Map<String, ?> configs) {
    handlers = HandlerContext.from(configs);
  }

  @Override
  public Response handleError(
      ErrorHandlerContext context, ProducerRecord<byte[], byte[]> record, Exception exception) {
    if (exception instanceof RecordTooLargeException) {
      return Response.resume(
          handlers.letter(context, context.sourceRawKey(), context.sourceRawValue(), exception));
    }
    return exception instanceof RetriableException ? Response.retry() : Response.fail();
  }

  @Override
  @SuppressWarnings("rawtypes")
  public Response handleSerializationError(
      ErrorHandlerContext context,
      ProducerRecord record,
      Exception exception,
      SerializationExceptionOrigin origin) {
    if (exception instanceof RecordTooLargeException) {
      return Response.resume(
          handlers.letter(context, context.sourceRawKey(), context.sourceRawValue(), exception));
    }
    return Response.fail();
  }
}
