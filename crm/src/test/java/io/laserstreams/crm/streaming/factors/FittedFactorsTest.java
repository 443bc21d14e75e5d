package io.laserstreams.crm.streaming.factors;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.laserstreams.crm.streaming.Streams;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

class FittedFactorsTest {
  @Test
  void shouldComeBackFromItsBytes() {
    FittedFactors basis = Streams.basis(1);
    FittedFactors read = FittedFactors.read(basis.toBytes());
    assertArrayEquals(basis.toBytes(), read.toBytes());
    assertEquals(basis.version(), read.version());
    assertEquals(basis.factors(), read.factors());
    assertEquals(1, read.fittedUntil());
    for (String id : new String[] {"1", "3", "4", "25"}) {
      assertArrayEquals(
          basis.place(Streams.item(id)).factors(), read.place(Streams.item(id)).factors());
      assertArrayEquals(
          basis.place(Streams.item(id)).direction(), read.place(Streams.item(id)).direction());
    }
    assertNotEquals(basis.version(), Streams.basis(2).version());
  }

  @Test
  void shouldRefuseWhatIsNoBasis() {
    byte[] bytes = Streams.basis(1).toBytes();
    assertThrows(IllegalArgumentException.class, () -> FittedFactors.read(new byte[0]));
    assertThrows(
        IllegalArgumentException.class,
        () -> FittedFactors.read(Arrays.copyOf(bytes, bytes.length / 2)));
    bytes[0] = 7;
    var error = assertThrows(IllegalArgumentException.class, () -> FittedFactors.read(bytes));
    assertTrue(error.getMessage().contains("version 7"), error.getMessage());
  }

  @Test
  void shouldPlaceAnItemWithoutValuesByItsText() {
    FittedItem byText = Streams.basis(1).place(Streams.item("4"));
    assertTrue(byText.placed());
    assertEquals(1, byText.factors()[0]);
    assertNotEquals(0, byText.bias());
    FittedItem unknown = Streams.basis(1).place(Streams.item("25"));
    assertFalse(unknown.placed());
    assertArrayEquals(new float[] {1, 0, 0, 0}, unknown.factors());
    assertEquals(-1, unknown.row());
    assertNull(unknown.coordinates());
  }
}
