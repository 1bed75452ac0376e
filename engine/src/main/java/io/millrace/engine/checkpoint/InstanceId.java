package io.millrace.engine.checkpoint;

/**
 * One parallel instance of a component.
 *
 * @param component the component's name
 * @param instance which one, from 0
 */
public record InstanceId(String component, int instance) {}
