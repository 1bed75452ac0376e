package io.millrace.crashlab;

import java.io.IOException;
import java.nio.file.Path;

/** A blueprint to be killed: what goes into it, and what has to come out. */
interface Pipeline {

    /** Returns its name, which is the folder of its blueprint too. */
    String name();

    /** Writes the inputs. */
    void writeInputs(Path folder, Load load) throws IOException;

    /** Compares the outputs of a run that has come to its end. */
    Findings check(Path folder, Load load) throws IOException;

    /** Returns the blueprint as somebody may change it between two runs, without loss. */
    String changed(String blueprint);
}
