package io.millrace.bench.peers;

import java.io.Serial;

/** Says that a peer is not on this machine; the comparison goes on without it. */
final class MissingPeer extends Exception {

    @Serial private static final long serialVersionUID = 1;

    MissingPeer(String message) {
        super(message);
    }
}
