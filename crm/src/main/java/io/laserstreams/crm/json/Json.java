package io.laserstreams.crm.json;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializerProvider;
import com.fasterxml.jackson.databind.deser.std.StdScalarDeserializer;
import com.fasterxml.jackson.databind.module.SimpleModule;
import com.fasterxml.jackson.databind.ser.std.StdScalarSerializer;
import java.io.IOException;

/**
 * JSON in which a number that is not finite, such as a figure that could not be measured, is {@code
 * null}. Jackson by default writes the text {@code "NaN"}, which breaks scripts that expect a
 * number or nothing. Both are read as {@code NaN}.
 */
public final class Json {
  private Json() {}

  /** A new mapper. */
  public static ObjectMapper mapper() {
    var module = new SimpleModule("finite-numbers");
    module.addSerializer(Double.class, new Finite<>(Double.class));
    module.addSerializer(Double.TYPE, new Finite<>(Double.class));
    module.addSerializer(Float.class, new Finite<>(Float.class));
    module.addSerializer(Float.TYPE, new Finite<>(Float.class));
    module.addDeserializer(Double.TYPE, new NullableDouble());
    return new ObjectMapper().registerModule(module);
  }

  private static final class Finite<N extends Number> extends StdScalarSerializer<N> {
    Finite(Class<N> type) {
      super(type);
    }

    @Override
    public void serialize(N number, JsonGenerator json, SerializerProvider provider)
        throws IOException {
      if (!Double.isFinite(number.doubleValue())) {
        json.writeNull();
      } else if (number instanceof Float) {
        json.writeNumber(number.floatValue());
      } else {
        json.writeNumber(number.doubleValue());
      }
    }
  }

  /** For components of primitive type: null is NaN. An absent one is 0, as in Jackson. */
  private static final class NullableDouble extends StdScalarDeserializer<Double> {
    NullableDouble() {
      super(Double.TYPE);
    }

    @Override
    public Double deserialize(JsonParser json, DeserializationContext context) throws IOException {
      return _parseDoublePrimitive(json, context);
    }

    @Override
    public Double getNullValue(DeserializationContext context) {
      return Double.NaN;
    }

    @Override
    public Object getAbsentValue(DeserializationContext context) {
      return 0.0;
    }
  }
}
