package io.laserstreams.tools.knowledge;

import java.util.Collection;
import org.apache.parquet.schema.LogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.TimeUnit;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName;
import org.apache.parquet.schema.Types;
import org.apache.parquet.schema.Types.MessageTypeBuilder;

/** The columns of a file of knowledge: a row for each user or item. Readers depend on the names. */
final class KnowledgeColumns {
  static final String KIND = "kind";
  static final String ID = "id";
  static final String POSITION = "position";
  static final String BASED_ON = "based_on_event_time";
  static final String TEXT = "text";
  static final String GENERATOR = "generator";
  static final String PROMPT_VERSION = "prompt_version";
  static final String GENERATED_AT = "generated_at";
  static final String REQUEST_ID = "request_id";
  static final String PROMPT_TOKENS = "prompt_tokens";
  static final String COMPLETION_TOKENS = "completion_tokens";
  static final String ACCEPTED_AT = "accepted_at";

  /** Before the id of an encoder, a column of vectors: a list of floats, null for none. */
  static final String VECTOR = "vector_";

  private KnowledgeColumns() {}

  /**
   * @param encoders whose vectors are in the file
   */
  static MessageType schema(Collection<String> encoders) {
    MessageTypeBuilder schema = Types.buildMessage();
    text(schema, KIND);
    text(schema, ID);
    number(schema, POSITION);
    time(schema, BASED_ON);
    text(schema, TEXT);
    text(schema, GENERATOR);
    text(schema, PROMPT_VERSION);
    time(schema, GENERATED_AT);
    text(schema, REQUEST_ID);
    number(schema, PROMPT_TOKENS);
    number(schema, COMPLETION_TOKENS);
    time(schema, ACCEPTED_AT);
    for (String encoder : encoders) {
      schema.optionalList().requiredElement(PrimitiveTypeName.FLOAT).named(VECTOR + encoder);
    }
    return schema.named("knowledge");
  }

  private static void text(MessageTypeBuilder schema, String name) {
    schema.required(PrimitiveTypeName.BINARY).as(LogicalTypeAnnotation.stringType()).named(name);
  }

  private static void number(MessageTypeBuilder schema, String name) {
    schema.required(PrimitiveTypeName.INT64).named(name);
  }

  private static void time(MessageTypeBuilder schema, String name) {
    schema
        .required(PrimitiveTypeName.INT64)
        .as(LogicalTypeAnnotation.timestampType(true, TimeUnit.MILLIS))
        .named(name);
  }
}
