package io.laserstreams.runtime.deadletter;

import io.laserstreams.schema.serde.UnregisteredSchemaException;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.streams.errors.DeserializationExceptionHandler;
import org.apache.kafka.streams.errors.ErrorHandlerContext;

/**
 * Bytes that can never be read become a dead letter and the stream continues. Anything else, such
 * as a registry that does not answer, fails the thread; its replacement reads the record again.
 */
public final class UnreadableRecordHandler implements DeserializationExceptionHandler {
  @SuppressWarnings("NullAway.Init") // by configure, before any record
  private HandlerContext handlers;

  @Override
  public void configure(Map<String, ?> configs) {
    handlers = HandlerContext.from(configs);
  }

  @Override
  public Response handleError(
      ErrorHandlerContext context, ConsumerRecord<byte[], byte[]> record, Exception exception) {
    if (exception instanceof SerializationException
        && !(exception instanceof UnregisteredSchemaException)) {
      return Response.resume(handlers.letter(context, record.key(), record.value(), exception));
    }
    return Response.fail();
  }
}
