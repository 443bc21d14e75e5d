/** The models, each written once on {@link io.laserstreams.crm.ops.Ops}, and their catalogue. */
package io.laserstreams.crm.model;
