package io.millrace.engine;

/**
 * Draws plans; found by {@link java.util.ServiceLoader}, since what it takes to lay out a picture
 * is large and no run needs it.
 *
 * @since 0.1
 */
public interface PlanDrawing {

    /**
     * Returns a picture of a plan as an SVG document, the same for the same plan.
     *
     * @param plan the plan
     */
    String svg(Plan plan);
}
