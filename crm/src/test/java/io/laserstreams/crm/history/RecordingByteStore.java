package io.laserstreams.crm.history;

/** Counts the calls of the store behind it. */
final class RecordingByteStore implements ByteStore {
  private final InMemoryByteStore behind = new InMemoryByteStore();
  private int puts;
  private int gets;
  private long bytesPut;

  @Override
  public byte[] get(byte[] key) {
    gets++;
    return behind.get(key);
  }

  @Override
  public void put(byte[] key, byte[] value) {
    puts++;
    bytesPut += key.length + value.length;
    behind.put(key, value);
  }

  @Override
  public void delete(byte[] key) {
    behind.delete(key);
  }

  void reset() {
    puts = 0;
    gets = 0;
    bytesPut = 0;
  }

  int puts() {
    return puts;
  }

  int gets() {
    return gets;
  }

  long bytesPut() {
    return bytesPut;
  }

  int keys() {
    return behind.size();
  }
}
