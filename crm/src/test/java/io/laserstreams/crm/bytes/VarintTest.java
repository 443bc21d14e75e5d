package io.laserstreams.crm.bytes;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class VarintTest {
  @ParameterizedTest
  @ValueSource(ints = {0, 1, 127, 128, 16_383, 16_384, Integer.MAX_VALUE})
  void shouldReadNumbersAsWritten(int number) {
    ByteBuffer out = ByteBuffer.allocate(Varint.size(number));
    Varint.write(out, number);
    assertEquals(0, out.remaining());
    assertEquals(number, Varint.read(out.array(), 0));
    assertEquals(number, Varint.readChecked(out.array(), 0));
    assertEquals(number, Varint.read(out.flip()));
  }

  @Test
  void shouldRefuseNumbersOfMoreThan31Bits() {
    byte[] negative = {-1, -1, -1, -1, 0x0f};
    byte[] tooLong = {-1, -1, -1, -1, -1, 1};
    for (byte[] bytes : new byte[][] {negative, tooLong}) {
      assertThrows(UnreadableBytesException.class, () -> Varint.read(ByteBuffer.wrap(bytes)));
      assertThrows(UnreadableBytesException.class, () -> Varint.readChecked(bytes, 0));
    }
  }

  @Test
  void shouldRefuseBytesThatEndWithinANumber() {
    byte[] cut = {-1, -1};
    assertThrows(BufferUnderflowException.class, () -> Varint.read(ByteBuffer.wrap(cut)));
    assertThrows(UnreadableBytesException.class, () -> Varint.readChecked(cut, 0));
  }
}
