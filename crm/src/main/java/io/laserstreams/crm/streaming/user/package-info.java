/** What streaming features keep about a user, and its stored form. */
package io.laserstreams.crm.streaming.user;
