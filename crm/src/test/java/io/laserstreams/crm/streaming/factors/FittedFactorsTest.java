package io.laserstreams.crm.streaming.factors;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.laserstreams.crm.streaming.SyntheticStream;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

class FittedFactorsTest {
  @Test
  void shouldReadWhatItWrote() {
    FittedFactors fitted = SyntheticStream.fittedFactors(1);
    FittedFactors read = FittedFactors.read(fitted.toBytes());
    assertArrayEquals(fitted.toBytes(), read.toBytes());
    assertEquals(fitted.version(), read.version());
    assertEquals(fitted.factors(), read.factors());
    assertEquals(1, read.fittedUntil());
    for (String id : new String[] {"1", "3", "4", "25"}) {
      assertArrayEquals(
          fitted.place(SyntheticStream.item(id)).factors(),
          read.place(SyntheticStream.item(id)).factors());
      assertArrayEquals(
          fitted.place(SyntheticStream.item(id)).direction(),
          read.place(SyntheticStream.item(id)).direction());
    }
    assertNotEquals(fitted.version(), SyntheticStream.fittedFactors(2).version());
  }

  @Test
  void shouldRefuseBytesThatAreNotFittedFactors() {
    byte[] bytes = SyntheticStream.fittedFactors(1).toBytes();
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
    FittedItem byText = SyntheticStream.fittedFactors(1).place(SyntheticStream.item("4"));
    assertTrue(byText.placed());
    assertEquals(1, byText.factors()[0]);
    assertNotEquals(0, byText.bias());
    FittedItem unknown = SyntheticStream.fittedFactors(1).place(SyntheticStream.item("25"));
    assertFalse(unknown.placed());
    assertArrayEquals(new float[] {1, 0, 0, 0}, unknown.factors());
    assertEquals(-1, unknown.row());
    assertNull(unknown.coordinates());
  }
}
