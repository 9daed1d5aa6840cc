/**
 * What the handshake needs of the curve secp256k1, behind one interface, so that providers can be
 * exchanged: ElligatorSwift and x-only ECDH (BIP324), Schnorr signatures (BIP340).
 */
@NullMarked
package io.sv2.noise.secp256k1;

import org.jspecify.annotations.NullMarked;
