package io.laserstreams.tools.up;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.laserstreams.cluster.Ports;
import io.laserstreams.runtime.config.CommonConfig;
import org.junit.jupiter.api.Test;

class AnnouncementTest {
  private static final String OPTION = "--registry";

  @Test
  void shouldNotNameAnAddressWhereCommandsLookByThemselves() {
    assertEquals("", unlessUsual("http://" + Ports.HOST + ":8081/apis/ccompat/v7"));
    assertEquals("", unlessUsual(CommonConfig.DEFAULT_REGISTRY_URL));
  }

  @Test
  void shouldNameAnotherAddress() {
    String url = "http://" + Ports.HOST + ":18081/apis/ccompat/v7";
    assertEquals(" --registry " + url, unlessUsual(url));
  }

  private static String unlessUsual(String url) {
    return Announcement.unless(OPTION, CommonConfig.DEFAULT_REGISTRY_URL, url);
  }
}
