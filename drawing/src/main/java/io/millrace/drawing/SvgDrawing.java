package io.millrace.drawing;

import io.millrace.engine.Plan;
import io.millrace.engine.PlanDrawing;

/** Draws plans with a layered layout: sources at the left, what takes their items to the right. */
public final class SvgDrawing implements PlanDrawing {

    /** Called by the service loader. */
    public SvgDrawing() {}

    @Override
    public String svg(Plan plan) {
        return new SvgWriter().text(new PictureLayout(plan).picture());
    }
}
