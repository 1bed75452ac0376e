package io.millrace.engine.checkpoint;

import io.millrace.engine.state.RecordWriter;
import io.millrace.engine.state.Section;

/** Takes all records of a checkpoint, section by section, those of a later epoch later. */
public interface RecordSink {

    /** Returns what takes the records of a section that follow. */
    RecordWriter section(Section section);
}
