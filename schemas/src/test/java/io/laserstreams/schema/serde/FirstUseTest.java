package io.laserstreams.schema.serde;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.laserstreams.schema.Impression;
import java.nio.file.Path;
import java.util.List;
import org.apache.avro.Schema;
import org.junit.jupiter.api.Test;

/** Avro trusts the contracts' classes only once it is told to, so what comes first matters. */
class FirstUseTest {
  /** The first use of Avro in a process of its own. */
  static final class Program {
    public static void main(String[] arguments) {
      Schemas none =
          new Schemas() {
            @Override
            public int id(String subject, Schema schema) {
              return 1;
            }

            @Override
            public Schema byId(int id) {
              throw new UnreadableRecordException("There is no schema " + id);
            }
          };
      AvroDeserializer.of(none, new Schema.Parser().parse(arguments[0]));
    }
  }

  @Test
  void shouldTrustAContractThatIsTheFirst() throws Exception {
    Process process =
        new ProcessBuilder(
                List.of(
                    Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                    "-cp",
                    System.getProperty("java.class.path"),
                    Program.class.getName(),
                    Impression.getClassSchema().toString()))
            .redirectErrorStream(true)
            .start();
    String output = new String(process.getInputStream().readAllBytes(), UTF_8);

    assertEquals(0, process.waitFor(), output);
  }
}
